import * as life from '@ioc/server/alarms/alarm-life'
import type { Alarm, AlarmEvent, AlarmEventType } from '@ioc/shared/alarm'

/** What an event of the journal says happened, done again to the alarm as it was before; undefined if that cannot be. */
export function redo(before: Alarm | undefined, { type, at, alarm }: AlarmEvent): Alarm | undefined {
  if (!before)
    return type === 'raised' ? life.derive({ ...alarm, ack: null, clearedAt: null, shelved: null }) : undefined
  return (type === 'commented' ? { alarm: before } : step(before, type, at, alarm))?.alarm
}

function causeOf({ late, phenomenonTime, value, limit, message, severity, stations, early }: Alarm): life.Cause {
  return { late, phenomenonTime, value, limit, message, severity, stations, early }
}

function asideOf({ suppressedBy, outOfService }: Alarm): life.Aside {
  return { suppressedBy, outOfService }
}

function step(before: Alarm, type: AlarmEventType, at: number, after: Alarm): life.Turn | null {
  switch (type) {
    case 'raised':
    case 'worsened':
    case 'eased':
    case 'updated':
      return life.dated(life.stand(before, causeOf(after), asideOf(after)), before, at)
    case 'returned':
    case 'cleared':
      return life.returnToNormal(before, at)
    case 'ended':
      return life.end(before, at)
    case 'acknowledged':
      return life.acknowledge(before, after.ack!)
    case 'reset':
      return life.reset(before)
    case 'shelved':
      return life.shelve(before, after.shelved!)
    case 'unshelved':
      return life.unshelve(before)
    case 'suppressed':
    case 'unsuppressed':
      return life.suppress(before, after.suppressedBy)
    case 'out_of_service':
    case 'in_service':
      return life.serve(before, after.outOfService)
    case 'assigned':
      return life.assign(before, after.agency!)
    case 'commented':
      return null
  }
}
