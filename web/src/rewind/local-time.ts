import { VIETNAM_OFFSET_MS, type EpochMs } from '@ioc/shared/time'

/** A moment as a field for date and time holds it, in Vietnam's time whatever the computer's own zone. */
export function toLocalField(at: EpochMs): string {
  return new Date(at + VIETNAM_OFFSET_MS).toISOString().slice(0, 19)
}

/** Null where the field is empty or half filled. */
export function fromLocalField(text: string): EpochMs | null {
  const at = Date.parse(`${text}Z`)
  return Number.isNaN(at) ? null : at - VIETNAM_OFFSET_MS
}
