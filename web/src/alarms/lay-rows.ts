import type { WireAlarm } from '@ioc/shared/wire'
import type { Cause, Line } from './gather-causes.js'

/** What one row of the list shows; `key` stays with it. */
export type AlarmRow =
  | { kind: 'cause'; key: string; cause: Cause; open: boolean }
  | { kind: 'line'; key: string; line: Line; open: boolean; inner: boolean }
  | { kind: 'other'; key: string; alarm: WireAlarm }

/** The rows of the list, top to bottom: headings where more than one hangs together, and beneath what was opened. */
export function layRows(causes: readonly Cause[], opened: ReadonlySet<string>): AlarmRow[] {
  const rows: AlarmRow[] = []
  for (const cause of causes) {
    const inner = cause.lines.length > 1
    // A cause of one line has no row of its own, and an entry may have the same name.
    const key = `cause ${cause.id}`
    if (inner) rows.push({ kind: 'cause', key, cause, open: opened.has(key) })
    if (inner && !opened.has(key)) continue
    for (const line of cause.lines) {
      const open = opened.has(line.id)
      rows.push({ kind: 'line', key: line.id, line, open, inner })
      if (!open) continue
      for (const alarm of [...line.others, ...line.consequences]) rows.push({ kind: 'other', key: alarm.id, alarm })
    }
  }
  return rows
}
