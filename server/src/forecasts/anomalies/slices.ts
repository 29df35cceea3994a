/** Milliseconds since some moment: for measuring work, not for telling the time. */
export type Elapsed = () => number

export interface Slices {
  /** Whether the others of this process have waited long enough. */
  isOver(): boolean
  /** Lets them have their turn, and begins a slice anew. */
  pause(): Promise<void>
}

/** Long work goes on for so long at a time. */
export const SLICE_MS = 4

export function createSlices(elapsed: Elapsed): Slices {
  let began = elapsed()
  return {
    isOver: () => elapsed() - began >= SLICE_MS,
    async pause() {
      await new Promise<void>((resume) => setImmediate(resume))
      began = elapsed()
    },
  }
}
