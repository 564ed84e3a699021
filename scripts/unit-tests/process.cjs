// What a test starts is as on a user's machine: it neither compiles TypeScript nor measures coverage.
delete process.env.NODE_OPTIONS;
delete process.env.NODE_V8_COVERAGE;
