/** Whether something is reached: yes, no, or not to be told from the templates. */
export type Verdict = 'reachable' | 'blocked' | 'unknown';
