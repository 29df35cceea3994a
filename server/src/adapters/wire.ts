import type { Alarm, AlarmEvent } from '@ioc/shared/alarm'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { IsoTime, WireAlarm, WireAlarmEvent, WireMessage, WireRejection, RetryObstacle } from '@ioc/shared/wire'
import type { StoredRejection } from '../ports/observation-store.js'
import type { RecentMessage } from '../ports/packet.js'

/** An alarm as it leaves us, over HTTP and Socket.IO alike. */
export function toWireAlarm({
  raisedAt,
  since,
  clearedAt,
  phenomenonTime,
  early,
  ack,
  shelved,
  ...rest
}: Alarm): WireAlarm {
  return {
    ...rest,
    raisedAt: formatTime(raisedAt),
    ...(since !== undefined && { since: formatTime(since) }),
    clearedAt: formatOrNull(clearedAt),
    phenomenonTime: formatTime(phenomenonTime),
    early: early && { ...early, at: formatTime(early.at) },
    ack: ack && { by: ack.by, at: formatTime(ack.at), note: ack.note, severity: ack.severity },
    shelved: shelved && { by: shelved.by, until: formatTime(shelved.until), reason: shelved.reason },
  }
}

export function toWireAlarmEvent({ seq, at, type, by, text, alarm }: AlarmEvent): WireAlarmEvent {
  const { state, severity, value, limit, agency, suppressedBy, early } = alarm
  return {
    seq,
    at: formatTime(at),
    type,
    by,
    text,
    state,
    severity,
    value,
    limit,
    agency,
    suppressedBy,
    ...(early && { early: { at: formatTime(early.at), probability: early.probability } }),
  }
}

export function toWireRejection(rejection: StoredRejection, obstacle: RetryObstacle | null): WireRejection {
  const { id, at, station, topic, reason, detail, payload, count, whole } = rejection
  const shown = { id, at: formatTime(at), station, topic, reason, detail, payload: payload.toString('base64') }
  return { ...shown, count, whole, retryable: obstacle === null, obstacle }
}

export function toWireMessage({ at, payload, ...rest }: RecentMessage): WireMessage {
  return { ...rest, at: formatTime(at), payload: payload.toString('base64'), whole: payload.length === rest.bytes }
}

function formatOrNull(at: EpochMs | null): IsoTime | null {
  return at === null ? null : formatTime(at)
}
