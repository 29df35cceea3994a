import { sizeOfLog, type Cut } from './crash-copy.js'

export interface LogMarks {
  /** Looks at the log of this folder until the returned function is called. */
  follow(dataDir: string): () => void
  /** The log was cut: how much of what was counted lies before the cut for certain. */
  before(cut: Cut): number
}

const LOOK_MS = 5

/**
 * Notes how long the log was when so much had been acknowledged, so that a log that is cut can be judged: what was
 * acknowledged when it was no longer than the cut has to be there. A log that gets shorter has gone into the database.
 */
export function createLogMarks(count: () => number): LogMarks {
  let marks: { bytes: number; counted: number }[] = []

  function look(dataDir: string): void {
    const counted = count()
    const bytes = sizeOfLog(dataDir)
    const last = marks.at(-1)
    if (last && bytes < last.bytes) marks = marks.map((mark) => ({ ...mark, bytes: Math.min(mark.bytes, bytes) }))
    if (!last || bytes !== last.bytes || counted !== last.counted) marks.push({ bytes, counted })
  }

  return {
    follow(dataDir) {
      const looking = setInterval(() => look(dataDir), LOOK_MS)
      return () => clearInterval(looking)
    },
    before({ cutAt }) {
      marks = marks.filter(({ bytes }) => bytes <= cutAt)
      return marks.at(-1)?.counted ?? 0
    },
  }
}
