import type { Severity } from '@ioc/shared/alarm'

/** One beep: how high (Hz), when it begins and how long it lasts (s). */
interface Beep {
  hz: number
  at: number
  for: number
}

/**
 * Told apart without looking, after the priority patterns of IEC 60601-1-8: five quick beeps for the worst, three for
 * the next, two slow ones for a warning, one for a note.
 */
const PATTERNS: Record<Severity, readonly Beep[]> = {
  critical: [0, 0.16, 0.32, 0.62, 0.78].map((at) => ({ hz: 880, at, for: 0.11 })),
  high: [0, 0.22, 0.44].map((at, index) => ({ hz: index === 1 ? 784 : 659, at, for: 0.16 })),
  medium: [0, 0.4].map((at) => ({ hz: 523, at, for: 0.24 })),
  low: [{ hz: 392, at: 0, for: 0.3 }],
}
const LOUDNESS: Record<Severity, number> = { critical: 0.5, high: 0.38, medium: 0.26, low: 0.16 }
/** A beep that begins or ends at once clicks. */
const EDGE_S = 0.012

/** Plays the sound of a severity; silent where the browser has not yet been touched. */
export function playTone(context: AudioContext, severity: Severity): void {
  const start = context.currentTime + 0.02
  for (const { hz, at, for: length } of PATTERNS[severity]) {
    const gain = context.createGain()
    const from = start + at
    gain.gain.setValueAtTime(0, from)
    gain.gain.linearRampToValueAtTime(LOUDNESS[severity], from + EDGE_S)
    gain.gain.setValueAtTime(LOUDNESS[severity], from + length - EDGE_S)
    gain.gain.linearRampToValueAtTime(0, from + length)
    const tone = context.createOscillator()
    tone.type = 'triangle'
    tone.frequency.value = hz
    tone.connect(gain).connect(context.destination)
    tone.start(from)
    tone.stop(from + length)
  }
}

/** How long the sound of a severity lasts, s: words wait for its end. */
export function toneLength(severity: Severity): number {
  return Math.max(...PATTERNS[severity].map(({ at, for: length }) => at + length))
}
