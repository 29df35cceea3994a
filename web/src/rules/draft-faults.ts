import { ruleFaults, type RuleFaultCode } from '@ioc/shared/rule-faults'
import { ruleSchema, type Rule } from '@ioc/shared/rule'

/** Beside what the rules know of each other: what a field alone can have wrong. */
export type DraftFaultCode = RuleFaultCode | 'missing' | 'too-small' | 'too-large' | 'no-number' | 'no-time' | 'wrong'

export interface DraftFault {
  at: string
  code: DraftFaultCode
  about: string
}

/** Everything that keeps a draft from being a rule, each at its field. */
export function draftFaults(draft: Rule, known: Parameters<typeof ruleFaults>[1]): DraftFault[] {
  const parsed = ruleSchema.safeParse(draft)
  if (!parsed.success) return parsed.error.issues.map((issue) => toFault(issue, draft))
  const rules = [...known.rules.filter(({ id }) => id !== draft.id), parsed.data]
  return ruleFaults(parsed.data, { ...known, rules }).map(({ at, code, about }) => {
    return { at: at === 'all, any, none' ? 'all' : at, code, about }
  })
}

type Issue = NonNullable<ReturnType<typeof ruleSchema.safeParse>['error']>['issues'][number]

function toFault(issue: Issue, draft: Rule): DraftFault {
  const at = pathOf(issue.path)
  const value = issue.path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key],
    draft,
  )
  const fault = (code: DraftFaultCode, about: unknown = '') => ({ at, code, about: String(about) })
  if (value === undefined || value === '' || value === null) return fault('missing')
  if (Array.isArray(value) && value.length === 0) return fault('missing')
  switch (issue.code) {
    case 'too_small':
      return fault('too-small', issue.minimum)
    case 'too_big':
      return fault('too-large', issue.maximum)
    case 'invalid_type':
      return fault(issue.expected === 'number' || issue.expected === 'int' ? 'no-number' : 'wrong')
    case 'invalid_format':
      return fault(at.startsWith('during.hours') ? 'no-time' : 'wrong')
    case 'invalid_union':
      return fault(typeof value === 'object' ? 'missing' : 'no-number')
    default:
      return fault('wrong')
  }
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' ? String(key) : `${text}.${String(key)}`
  }, '')
}
