import type { Channel } from '@ioc/shared/channel'

/** What a channel may choose an alarm by; a group has several kinds, areas and agencies. */
export interface Subject {
  kinds: readonly string[]
  /** Its communes, and what they lie in. */
  areas: readonly string[]
  agencies: readonly string[]
}

/** Whether a channel is for alarms about this, whatever their severity. */
export function isFor({ kinds, areas, agencies }: Channel, subject: Subject): boolean {
  return meets(kinds, subject.kinds) && meets(areas, subject.areas) && meets(agencies, subject.agencies)
}

function meets(wanted: readonly string[], present: readonly string[]): boolean {
  return wanted.length === 0 || present.some((each) => wanted.includes(each))
}
