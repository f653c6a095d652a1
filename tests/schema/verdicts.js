#!/usr/bin/env node
// verdicts.js SCHEMA FILE...: says of every file, one line each, whether an independent validator takes it:
// "accepted FILE", "refused FILE: why", or "no-json FILE: why".
'use strict';
const fs = require('fs');
const Ajv2020 = require('ajv/dist/2020').default;

const [schema, ...files] = process.argv.slice(2);
// strictRequired and strictTypes ask of every condition to repeat what the schema says elsewhere.
const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
const accepts = ajv.compile(JSON.parse(fs.readFileSync(schema, 'utf8')));
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

for (const file of files) console.log(verdict(file));

function verdict(file) {
  let value;
  try {
    value = JSON.parse(utf8.decode(fs.readFileSync(file)));
  } catch (e) {
    return `no-json ${file}: ${JSON.stringify(e.message)}`;
  }
  if (accepts(value)) return `accepted ${file}`;
  return `refused ${file}: ${ajv.errorsText(accepts.errors.slice(0, 3))}`;
}
