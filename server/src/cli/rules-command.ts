import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readJsonFiles } from '../adapters/json-files.js'
import { readProvinceFolder } from '../adapters/province-folder.js'
import { caseDifferences, playCase, ruleCaseSchema, type RuleCase } from '../alarms/rule-case.js'
import { coded } from '../errors.js'
import { requireProvince } from '../stations/province.js'
import type { Print } from './run-command.js'

const HELP = `Plays observations to the rules of a province and compares the alarms with those that are expected.

  rules test [FOLDER]

  FOLDER              of JSON files, each a list of tests (default: rules-tests in the province folder)
  --province FOLDER   whose rules, stations and areas (default: provinces/hue)

A test is {"name", "observations": [{"station", "property", "from", "until", "everyS", "value", "toValue"}], "alarms":
["0:01:00 STATION rule raised medium"]}; see CONTRIBUTING.md. Exits with 1 where one fails.
`

const FLAGS = {
  province: { type: 'string', default: 'provinces/hue' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** `rules test …`: a line a test, and what differs; answers whether all passed. */
export async function rulesCommand(args: string[], print: Print): Promise<boolean> {
  const { values, positionals } = parseArgs({ args, options: FLAGS, allowPositionals: true })
  if (values.help) {
    await print(HELP)
    return true
  }
  const [verb, folder = join(values.province, 'rules-tests'), ...more] = positionals
  if (verb !== 'test' || more.length > 0) throw coded('option.bad', 'say what to do: rules test [FOLDER]')
  const province = requireProvince(await readProvinceFolder(values.province))
  let passed = 0
  let failed = 0
  for (const { name: file, content } of await readJsonFiles(folder)) {
    for (const test of casesOf(content, join(folder, file))) {
      const differences = caseDifferences(test.alarms, playCase(test, province))
      if (differences.length === 0) passed += 1
      else failed += 1
      const mark = differences.length === 0 ? 'pass' : 'FAIL'
      await print([`${mark}  ${file}: ${test.name}`, ...differences.map((line) => `        ${line}`), ''].join('\n'))
    }
  }
  if (passed + failed === 0) throw coded('file.empty', `${folder} has no tests`)
  await print(`${passed} passed, ${failed} failed\n`)
  return failed === 0
}

function casesOf(content: unknown, file: string): RuleCase[] {
  const parsed = z.array(ruleCaseSchema).safeParse(content)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw coded('file.unreadable', `${file}: ${issue!.path.join('.')}: ${issue!.message}`)
}
