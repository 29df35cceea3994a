import type { WireAlarm } from '@ioc/shared/wire'
import { call } from '../access/call.js'
import { useRoom } from '../room/use-room.js'
import { splitAnswer } from './split-answer.js'

/** What a person does with alarms; each is shown as soon as the server has it, and throws where it is refused. */
export function useAnswers() {
  const { live } = useRoom()

  async function answer(alarm: WireAlarm, what: string, body?: object): Promise<void> {
    const path = `alarms/${encodeURIComponent(alarm.id)}/${what}`
    live.showAlarms([await call<WireAlarm>(path, { method: 'POST', body })])
  }

  return {
    /** One alarm, or all of one entry, as they are shown: what has grown worse by then has not been seen. */
    async acknowledge(alarms: readonly WireAlarm[], note = ''): Promise<void> {
      const said = note.trim() ? { note: note.trim() } : {}
      const [only, ...more] = alarms
      if (only && more.length === 0) return answer(only, 'ack', { severity: only.severity, ...said })
      for (const part of splitAnswer(alarms)) {
        const body = { alarms: part.map(({ id, severity }) => ({ id, severity })), ...said }
        live.showAlarms(await call<WireAlarm[]>('alarms/ack', { method: 'POST', body }))
      }
    },
    shelve: (alarm: WireAlarm, until: number, reason: string) =>
      answer(alarm, 'shelve', { until: new Date(until).toISOString(), reason }),
    unshelve: (alarm: WireAlarm) => answer(alarm, 'unshelve'),
    reset: (alarm: WireAlarm) => answer(alarm, 'reset'),
    comment: (alarm: WireAlarm, text: string) => answer(alarm, 'comment', { text }),
    assign: (alarm: WireAlarm, agency: string, note: string) =>
      answer(alarm, 'assign', { agency, ...(note.trim() ? { note: note.trim() } : {}) }),
  }
}
