import { randomBytes } from 'node:crypto'
import { SYSTEM, type Alarm } from '@ioc/shared/alarm'
import { SYSTEM_KIND, type Why } from '@ioc/shared/channel'
import type { Station } from '@ioc/shared/station'
import { createEmail } from '../adapters/email.js'
import { openNoticeStore } from '../adapters/duckdb/notice-store.js'
import type { Database } from '../adapters/duckdb/database.js'
import { createWebhook } from '../adapters/webhook.js'
import { writtenAs } from '@ioc/shared/message'
import { createChannels, type Channels } from '../alarms/notify/channels.js'
import type { Subject } from '../alarms/notify/is-for.js'
import { createNotifyDesk, type NotifyDesk } from '../alarms/notify/notify-desk.js'
import type { Places } from '../alarms/places.js'
import type { Rules } from '../alarms/rules.js'
import type { SystemWatch } from '../alarms/system-watch.js'
import type { Events } from '../events.js'
import type { Clock } from '../ports/clock.js'
import type { NoticeItem } from '../ports/notices.js'
import type { Stations } from '../stations/stations.js'

interface NoticesOptions {
  database: Database
  stations: Stations
  places: Places
  rules: Pick<Rules, 'list'>
  recall: (alarms: readonly string[]) => Promise<Alarm[]>
  clock: Clock
  events: Events
  /** How people reach us; null: nobody said. */
  publicUrl: string | null
  setSystem: SystemWatch['set']
}

export interface Notices extends Omit<NotifyDesk, 'channelChanged' | 'channelRemoved'> {
  channels: Channels
}

/** Wires who is told of alarms outside the room: channels, what they need to know of an alarm, and their own alarm. */
export async function openNotices(options: NoticesOptions): Promise<Notices> {
  const { database, stations, places, rules, recall, clock, events, publicUrl, setSystem } = options
  const store = await openNoticeStore(database)
  const kept = await store.channels()
  const areaNames = new Map(stations.areas().map(({ id, name }) => [id, name]))
  const stationsOf = ({ station, stations: group }: Alarm): Station[] =>
    (group ?? [station]).flatMap((id) => stations.get(id) ?? [])

  function subjectOf(alarm: Alarm): Subject {
    const about = stationsOf(alarm)
    return {
      kinds: alarm.station === SYSTEM ? [SYSTEM_KIND] : about.map(({ kind }) => kind),
      areas: about.flatMap((station) => places.areasOf(station)),
      agencies: alarm.agency === null ? about.map(({ agency }) => agency) : [alarm.agency],
    }
  }

  function measuredBy({ property: key }: Alarm): NoticeItem['measured'] {
    if (key === null) return null
    const { unit, decimals, property } = writtenAs(key, stations.properties())
    const { vi, en } = property ?? { vi: key, en: key }
    return { name: { vi, en }, unit: unit.vi, ...(unit.en !== unit.vi && { unitEn: unit.en }), decimals }
  }

  function describe(alarm: Alarm, why: Why): NoticeItem {
    const station = stations.get(alarm.station)
    return {
      why,
      alarm,
      name: station?.name ?? places.nameOf(alarm.station) ?? (alarm.station === SYSTEM ? 'IOC' : alarm.station),
      area: station ? (areaNames.get(station.area) ?? null) : null,
      measured: measuredBy(alarm),
      advice: rules.list().find(({ id }) => id === alarm.rule)?.advice ?? null,
      link: publicUrl === null ? null : `${publicUrl}/alarms/${encodeURIComponent(alarm.id)}`,
    }
  }

  const desk: NotifyDesk = await createNotifyDesk({
    channels: { list: () => channels.list() },
    store,
    health: new Map(kept.map(({ channel, health }) => [channel.id, health])),
    notifiers: { webhook: createWebhook(clock), email: createEmail() },
    clock,
    random: Math.random,
    events,
    subjectOf,
    describe,
    recall,
    onFailing: (names) => setSystem('system-channel', names.length > 0, { channels: names.join(', ') }),
    failingRule: 'system-channel',
  })
  const channels: Channels = createChannels({
    store,
    kept: kept.map(({ channel }) => channel),
    random: randomBytes,
    onChanged: desk.channelChanged,
    onRemoved: desk.channelRemoved,
  })

  return {
    ...desk,
    channels,
    async close() {
      await desk.close()
      await store.close()
    },
  }
}
