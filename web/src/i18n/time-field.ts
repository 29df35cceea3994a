import { VIETNAM_OFFSET_MS, type EpochMs } from '@ioc/shared/time'

/** What a `datetime-local` field holds: the time of the room, whatever the computer's own zone. */
export function toTimeField(at: EpochMs): string {
  return new Date(at + VIETNAM_OFFSET_MS).toISOString().slice(0, 16)
}

/** NaN where the field is empty, of which `Date.parse` would make a date all the same. */
export function fromTimeField(text: string): EpochMs {
  return text === '' ? Number.NaN : Date.parse(`${text}:00Z`) - VIETNAM_OFFSET_MS
}
