// Validates the document of the events; any diagnostic, also a hint, is a failure, but one: 3.0 is what the tools read,
// and 3.1 adds nothing that we would use.
import { Parser, fromFile } from '@asyncapi/parser';

const file = process.argv[2];
const { document, diagnostics } = await fromFile(new Parser(), file).parse();
const faults = diagnostics.filter((one) => one.code !== 'asyncapi-latest-version');
for (const one of faults) {
  console.error(`${file}:${one.range.start.line + 1} ${one.code} ${one.message} (${one.path.join('.')})`);
}
if (!document || faults.length > 0) {
  process.exit(1);
}
console.log(`${file}: ${document.messages().all().length} messages on ${document.channels().all().length} channels`);
