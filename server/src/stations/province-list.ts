import type { z } from 'zod'
import type { Fault } from '../errors.js'
import type { ReadJson } from './province.js'

/** Every fault a schema finds, placed as a reader of the file would: `stations.json[12].lat`. */
export function schemaFaults(file: string, error: z.ZodError): Fault[] {
  return error.issues.map(({ path, message }) => ({ at: file + path.map(placed).join(''), message }))
}

function placed(step: PropertyKey): string {
  return typeof step === 'number' ? `[${step}]` : `.${String(step)}`
}

interface Entry<T> {
  value: T
  at: string
}

interface ListOptions<S extends z.ZodType> {
  file: string
  schema: S
  idOf(value: z.infer<S>): string
  /** Field that carries the id. */
  idField: string
}

/** Reads a file that holds a list; keeps the entries that are right and notes the faults of the others. */
export function listFrom<S extends z.ZodType>(
  read: ReadJson,
  { file, schema, idOf, idField }: ListOptions<S>,
  faults: Fault[],
): Entry<z.infer<S>>[] {
  const list = read(file)
  if (list === null) return []
  if (!Array.isArray(list)) {
    faults.push({ at: file, message: 'must be a list' })
    return []
  }
  const seen = new Map<string, string>()
  return list.flatMap((item: unknown, index) => {
    const at = `${file}[${index}]`
    const parsed = schema.safeParse(item)
    if (!parsed.success) {
      faults.push(...schemaFaults(at, parsed.error))
      return []
    }
    const id = idOf(parsed.data)
    const first = seen.get(id)
    if (first === undefined) seen.set(id, at)
    else faults.push({ at: `${at}.${idField}`, message: `"${id}" is already at ${first}` })
    return [{ value: parsed.data, at }]
  })
}
