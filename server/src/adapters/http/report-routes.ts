import { z } from 'zod'
import { ALARM_STATES, SEVERITIES } from '@ioc/shared/alarm'
import type { WireReport } from '@ioc/shared/report'
import { parseTime, type EpochMs } from '@ioc/shared/time'
import { coded } from '../../errors.js'
import type { Api } from './api.js'
import { isoTime, problemSchema } from './wire-schemas.js'

interface ReportRoutesOptions {
  now(): EpochMs
  /** Of the local day that begins at that moment. */
  report(day: EpochMs): Promise<WireReport>
}

const text = z.string()
const number = z.number()
const listed = <T extends z.ZodType>(line: T) => z.object({ count: number, lines: z.array(line) })
const compared = { value: number, yesterday: number.nullable() }
const leading = { station: text, ...compared }
const signOff = z.object({ by: text, at: isoTime })

const alarm = z.object({
  id: text,
  rule: text,
  station: text,
  severity: z.enum(SEVERITIES),
  state: z.enum(ALARM_STATES),
  message: z.object({ vi: text, en: text }),
  worstAt: isoTime,
  raisedAt: isoTime,
  clearedAt: isoTime.nullable(),
  by: text.nullable(),
  early: z.boolean(),
  same: z.object({ count: number, open: number, stations: z.array(text) }),
})
const agency = z.object({
  agency: text,
  stations: number,
  onTime: number,
  alive: number,
  complete: number.nullable(),
  clean: number.nullable(),
})
const reportSchema: z.ZodType<WireReport> = z
  .object({
    day: text,
    from: isoTime,
    to: isoTime,
    alarms: listed(alarm).extend({
      raised: z.object({ critical: number, high: number, medium: number, low: number }),
      early: number,
      before: number,
      open: number,
      answerS: number.nullable(),
    }),
    rivers: listed(z.object({ ...leading, level: z.literal([0, 1, 2, 3]).nullable(), at: isoTime })),
    air: listed(z.object({ ...leading, band: number, main: text, completeness: number })),
    rain: listed(z.object({ ...leading, most: number, at: isoTime })).extend({ gauges: number }),
    load: z.object({ ...compared, at: isoTime, stations: number }).nullable(),
    shares: listed(z.object({ station: text, value: number, share: number, at: isoTime })),
    agencies: z.array(agency),
    silent: listed(z.object({ station: text, hours: number, still: z.boolean() })),
    rejected: listed(z.object({ station: text, count: number, reasons: z.record(text, number) })).extend({
      observations: number,
    }),
    forecasts: z.array(z.object({ property: text, count: number, mase: number, coverage90: number, error: number })),
    early: z.array(z.object({ rule: text, hits: number, false: number, missed: number, leadS: number.nullable() })),
    notes: z.array(z.object({ id: text, at: isoTime, by: text, text })),
    handovers: z.array(z.object({ note: text.nullable(), leaving: signOff, taking: signOff.nullable() })),
  })
  .meta({ id: 'Report' })

/** A day of this calendar: what Date would carry over into the next month is none. */
const dayParam = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .transform((day, context): EpochMs => {
    const at = parseTime(`${day}T00:00:00+07:00`)
    if (at !== null) return at
    context.addIssue({ code: 'custom', message: 'must be a day like 2026-11-22' })
    return z.NEVER
  })
  .meta({ description: 'a day of Vietnam, like 2026-11-22' })

/** What a day was, for those who lead. */
export function reportRoutes(app: Api, { now, report }: ReportRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/reports/:day',
    schema: {
      tags: ['reports'],
      summary: 'A day of the province: alarms, rivers, air, rain, load, how the data was, forecasts and shifts',
      params: z.object({ day: dayParam }),
      response: { 200: reportSchema, default: problemSchema },
    },
    async handler({ params: { day } }) {
      if (day > now()) throw coded('not-found', 'that day has not begun')
      return report(day)
    },
  })
}
