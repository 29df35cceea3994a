import type { Channel } from '@ioc/shared/channel'
import type { ChannelHealth, Notice, NoticeStore, Told } from '../../ports/notices.js'

/** Notices that are forgotten when the process ends. */
export function createMemoryNoticeStore(): NoticeStore {
  const channels = new Map<string, Channel>()
  const healths = new Map<string, ChannelHealth>()
  const notices = new Map<string, Notice>()
  const told = new Map<string, Told>()

  function drop(channel: string, from: number): void {
    for (const [key, row] of told) if (row.channel === channel && row.step >= from) told.delete(key)
    for (const [key, notice] of notices) if (notice.channel === channel && notice.step >= from) notices.delete(key)
  }

  return {
    channels: async () => sorted(channels).map((channel) => ({ channel, health: healths.get(channel.id) ?? null })),
    async putChannel(channel) {
      channels.set(channel.id, structuredClone(channel))
      drop(channel.id, channel.escalation.length + 1)
    },
    async removeChannel(id) {
      drop(id, 0)
      channels.delete(id)
      healths.delete(id)
    },
    async putHealth(channel, health) {
      if (channels.has(channel)) healths.set(channel, { ...health })
    },
    waiting: async () => sorted(notices).sort((a, b) => a.at - b.at),
    async enqueue(notice) {
      if (notices.has(notice.id)) throw new Error(`the notice ${notice.id} waits already`)
      notices.set(notice.id, structuredClone(notice))
    },
    async settle(notice, rows) {
      notices.delete(notice)
      for (const row of rows) told.set(`${row.channel} ${row.step} ${row.alarm}`, { ...row })
    },
    told: async () => sorted(told),
    async forget(alarms) {
      for (const [key, row] of told) if (alarms.includes(row.alarm)) told.delete(key)
    },
  }
}

function sorted<T>(rows: ReadonlyMap<string, T>): T[] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => structuredClone(row))
}
