#!/usr/bin/env node
// sum-tests.js RESULTS: adds up what forge and dotnet test left in a folder, names what was skipped and what failed,
// and says "N passed, N failed" on its last line. Whatever crashed, or did not run at all, is one failure: never none.
'use strict';
const fs = require('fs');
const path = require('path');

const folder = process.argv[2];
let passed = 0;
const skipped = [];
const failures = [];

const steps = new Map(
  read('steps').split('\n').filter(Boolean).map((line) => line.split(' ')).map(([name, code]) => [name, Number(code)]));

for (const [name, code] of steps) {
  if (name === 'end') continue;
  const before = failures.length;
  const ran = name.startsWith('forge') ? addForge(name) : name === 'bindings' || name === 'replay' ? true : addTrx(name, code);
  if (failures.length > before) continue;
  if (code !== 0) failures.push(`${name} ended with code ${code}`);
  else if (!ran) failures.push(`${name} left no results`);
}
if (!steps.has('end')) failures.push('the run ended before its last step');

for (const skip of skipped) console.log('skipped: ' + skip);
for (const failure of failures) console.log('failed: ' + failure);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;

function read(name) {
  const file = path.join(folder, name);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}

function addForge(run) {
  let suites;
  try {
    // A line of the compiler's may stand before the object.
    const text = read(run + '.json');
    suites = JSON.parse(text.slice(text.indexOf('{')));
  } catch {
    return false;
  }
  for (const [suite, { test_results: tests }] of Object.entries(suites)) {
    for (const [test, result] of Object.entries(tests)) {
      if (result.status === 'Success') passed++;
      else if (result.status !== 'Skipped') failures.push(`${run} ${suite} ${test}: ${result.reason ?? result.status}`);
    }
  }
  return true;
}

function addTrx(project, code) {
  const trx = read(project + '.trx');
  const counters = /<Counters ([^>]*)\/>/.exec(trx);
  if (!counters) return false;
  const count = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(counters[1])?.[1] ?? 0);
  passed += count('passed');
  const left = count('total') - count('executed');
  if (left > 0) skipped.push(`${project}, ${left} ${left === 1 ? 'test' : 'tests'}`);
  if (code === 0 && count('total') === 0) failures.push(`${project} holds no test that can be run`);

  const named = [...trx.matchAll(/<UnitTestResult ([^>]*)>/g)].map((m) => m[1]).filter((a) => /\boutcome="(Failed|Error|Timeout|Aborted)"/.test(a));
  for (const attributes of named) failures.push(`${project} ${/\btestName="([^"]*)"/.exec(attributes)?.[1] ?? '?'}`);
  const bad = ['failed', 'error', 'timeout', 'aborted'].reduce((sum, name) => sum + count(name), 0);
  for (let i = named.length; i < bad; i++) failures.push(`${project}, a test without a name`);
  return true;
}
