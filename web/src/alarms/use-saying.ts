import { shallowRef } from 'vue'
import type { WireAlarm } from '@ioc/shared/wire'
import { reasonOf } from '../access/call.js'
import { useUntold } from '../access/use-untold.js'
import { useWords } from '../i18n/use-words.js'
import { useAnswers } from './use-answers.js'

/** What is said with more than one key: a note, a reason and until when, who has to act, a comment. */
export type AnswerKind = 'ack' | 'shelve' | 'assign' | 'comment'

export interface Said {
  text: string
  agency: string
  /** Of a shelf; epoch ms. */
  until: number
}

interface Saying {
  kind: AnswerKind
  /** What was written before it was refused. */
  draft: Said | null
  fault: string
}

/**
 * The form in which somebody writes an answer.
 *
 * It closes when it is sent, not when the server has it: the next key belongs to the alarm again, however slow the
 * line. What is refused comes back as it was written, with the reason, once nothing else is being written.
 *
 * @param about names the alarm, for what is refused when its place on the screen has gone.
 */
export function useSaying(
  alarmsFor: (kind: AnswerKind) => readonly WireAlarm[],
  { about, done }: { about: () => string; done?: () => void },
) {
  const { t } = useWords()
  const answers = useAnswers()
  const leave = useUntold(about)
  const saying = shallowRef<Saying | null>(null)
  const refused: Saying[] = []
  const close = () => (saying.value = refused.shift() ?? null)

  function send(kind: AnswerKind, alarms: readonly WireAlarm[], { text, agency, until }: Said): Promise<void> {
    const [alarm] = alarms
    if (!alarm) return Promise.resolve()
    switch (kind) {
      case 'ack':
        return answers.acknowledge(alarms, text)
      case 'shelve':
        return answers.shelve(alarm, until, text)
      case 'assign':
        return answers.assign(alarm, agency, text)
      case 'comment':
        return answers.comment(alarm, text)
    }
  }
  return {
    saying,
    start: (kind: AnswerKind) => (saying.value = { kind, draft: null, fault: '' }),
    stop: close,
    async send(said: Said) {
      if (!saying.value) return
      const { kind } = saying.value
      const alarms = alarmsFor(kind)
      close()
      try {
        await send(kind, alarms, said)
        done?.()
      } catch (cause) {
        const fault = t('desk.refused', { reason: reasonOf(cause) })
        if (leave(fault, said.text)) return
        refused.push({ kind, draft: said, fault })
        if (saying.value === null) close()
      }
    },
  }
}
