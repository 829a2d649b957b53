// What AsyncAPI's own parser finds in a document: a line each, worst first.
import fs from 'node:fs'
import { Parser } from '@asyncapi/parser'

const { diagnostics } = await new Parser().parse(fs.readFileSync(process.argv[2], 'utf8'))
const found = diagnostics.map((one) => `${one.severity} ${one.path.join('/')} ${one.message}`)
console.log(found.sort().join('\n'))
