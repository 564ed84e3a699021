export * from './apps';
export * from './connectors';
export * from './messages';
export * from './templates';
