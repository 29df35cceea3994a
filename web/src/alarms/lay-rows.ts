import type { WireAlarm } from '@ioc/shared/wire'
import type { Cause, Line } from './gather-causes.js'

/** What one row of the list shows; `key` stays with it, `depth` says how many headings it stands beneath. */
export type AlarmRow =
  | { kind: 'cause'; key: string; causes: readonly Cause[]; open: boolean; depth: number }
  | { kind: 'line'; key: string; line: Line; open: boolean; depth: number }
  | { kind: 'other'; key: string; alarm: WireAlarm; depth: number }

/** The rows of the list, top to bottom: headings where more than one hangs together, and beneath what was opened. */
export function layRows(causes: readonly Cause[], opened: ReadonlySet<string>): AlarmRow[] {
  const rows: AlarmRow[] = []

  /** Whether what stands beneath the heading is to be seen. */
  function head(key: string, of: readonly Cause[], depth: number): boolean {
    const open = opened.has(key)
    rows.push({ kind: 'cause', key, causes: of, open, depth })
    return open
  }

  function layCause(cause: Cause, depth: number): void {
    const isMany = cause.lines.length > 1
    // A cause of one line has no row of its own, and an entry may have the same name.
    if (isMany && !head(`cause ${cause.id}`, [cause], depth)) return
    for (const line of cause.lines) layLine(line, isMany ? depth + 1 : depth)
  }

  function layLine(line: Line, depth: number): void {
    const open = opened.has(line.id)
    rows.push({ kind: 'line', key: line.id, line, open, depth })
    if (!open) return
    for (const alarm of [...line.others, ...line.consequences]) {
      rows.push({ kind: 'other', key: alarm.id, alarm, depth })
    }
  }

  for (const kin of kinsOf(causes)) {
    const isMany = kin.length > 1
    if (isMany && !head(`kin ${kin[0]!.kin}`, kin, 0)) continue
    for (const cause of kin) layCause(cause, isMany ? 1 : 0)
  }
  return rows
}

/** Causes of one kin follow each other. */
function kinsOf(causes: readonly Cause[]): Cause[][] {
  const kins: Cause[][] = []
  for (const cause of causes) {
    const last = kins.at(-1)
    if (last?.[0]!.kin === cause.kin) last.push(cause)
    else kins.push([cause])
  }
  return kins
}
