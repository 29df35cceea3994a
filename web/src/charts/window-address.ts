import { DAY, formatTime, parseTime, SECOND } from '@ioc/shared/time'
import type { ChartWindow } from './chart-window.js'

/** How a window stands in an address: `span` in seconds until now, or `from` and `to`; the last day is not said. */
export interface WindowQuery {
  span?: string
  from?: string
  to?: string
}

export const LAST_DAY: ChartWindow = { spanMs: DAY, to: null }

export function windowQuery({ spanMs, to }: ChartWindow): WindowQuery {
  if (to !== null) return { from: formatTime(to - spanMs), to: formatTime(to) }
  return spanMs === LAST_DAY.spanMs ? {} : { span: String(Math.round(spanMs / SECOND)) }
}

/** The window that an address names; the last day where it names none that can be. */
export function parseWindow({ span, from, to }: { [K in keyof WindowQuery]?: unknown }): ChartWindow {
  const [start, end] = [parseTime(from), parseTime(to)]
  if (start !== null && end !== null && start < end) return { spanMs: end - start, to: end }
  return typeof span === 'string' && /^[1-9]\d{1,8}$/.test(span)
    ? { spanMs: Number(span) * SECOND, to: null }
    : LAST_DAY
}
