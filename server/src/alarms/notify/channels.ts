import { channelSchema, type Channel } from '@ioc/shared/channel'
import { createTurn } from '@ioc/shared/turn'
import { coded, type Fault } from '../../errors.js'
import type { NoticeStore } from '../../ports/notices.js'

/** What of a channel may be changed. */
export type ChannelPatch = Record<string, unknown>

export interface Channels {
  list(): readonly Channel[]
  /** A coded error where there is none. */
  require(id: string): Channel
  /** A webhook without a secret gets one. */
  add(input: Record<string, unknown>): Promise<Channel>
  /** What is left out stays as it is. */
  change(id: string, patch: ChannelPatch): Promise<Channel>
  remove(id: string): Promise<void>
}

interface ChannelsOptions {
  store: Pick<NoticeStore, 'putChannel' | 'removeChannel'>
  kept: readonly Channel[]
  random: (bytes: number) => Buffer
  onChanged: (channel: Channel) => void
  onRemoved: (id: string) => Promise<void>
}

/** Where an e-mail password is sent to. */
const SERVER = ['host', 'port', 'secure', 'user'] as const

/** The channels as people make them: in memory to read, in the store to survive. One change at a time. */
export function createChannels({ store, kept, random, onChanged, onRemoved }: ChannelsOptions): Channels {
  const channels = new Map(kept.map((channel) => [channel.id, channel]))
  const inTurn = createTurn()

  function requireChannel(id: string): Channel {
    const channel = channels.get(id)
    if (!channel) throw coded('not-found', `there is no channel "${id}"`)
    return channel
  }

  async function keep(channel: Channel): Promise<Channel> {
    await store.putChannel(channel)
    channels.set(channel.id, channel)
    onChanged(channel)
    return channel
  }

  return {
    list: () => [...channels.values()],
    require: requireChannel,
    add: (input) =>
      inTurn(() => {
        const made = input['kind'] === 'webhook' && !input['secret'] ? { secret: random(32).toString('base64url') } : {}
        return keep({ ...parse({ ...input, ...made }), id: random(6).toString('hex') })
      }),
    change: (id, patch) =>
      inTurn(() => {
        const { id: _, ...before } = requireChannel(id)
        if ('kind' in patch && patch['kind'] !== before.kind) throw bad('kind', 'does not change: make another channel')
        const after = parse({ ...before, ...patch })
        if (before.kind === 'email' && after.kind === 'email' && before.password && !patch['password']) {
          // Or whoever may change a channel could have its password sent to a server of their own.
          if (SERVER.some((field) => before[field] !== after[field])) throw bad('password', 'is needed for this server')
        }
        return keep({ ...after, id })
      }),
    remove: (id) =>
      inTurn(async () => {
        requireChannel(id)
        channels.delete(id)
        await onRemoved(id)
        await store.removeChannel(id)
      }),
  }
}

function parse(input: Record<string, unknown>) {
  const parsed = channelSchema.safeParse(input)
  if (parsed.success) return parsed.data
  const faults: Fault[] = parsed.error.issues.map(({ path, message }) => ({ at: `body.${path.join('.')}`, message }))
  throw coded('request.bad', 'the channel cannot be like this', { faults })
}

function bad(field: string, message: string) {
  return coded('request.bad', `${field} ${message}`, { faults: [{ at: `body.${field}`, message }] })
}
