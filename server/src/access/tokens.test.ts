import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { DAY } from '@ioc/shared/time'
import type { AccessToken } from '../ports/access.js'
import { createTokens } from './tokens.js'

it('keeps a token in the list until its end is on disk, so that it can be revoked again', async () => {
  const kept = new Map<string, AccessToken>()
  let isFull = true
  const store = {
    tokens: async () => [...kept.values()],
    putToken: async (token: AccessToken) => void kept.set(token.id, token),
    async removeToken(id: string) {
      if (isFull) throw new Error('no space left on device')
      kept.delete(id)
    },
  }
  const tokens = await createTokens({ store, random: randomBytes, clock: { now: () => 0 } })
  const { secret, token } = await tokens.issue({ kind: 'token', name: 'wall', role: 'viewer', expiresAt: DAY })

  await expect(tokens.revoke(token.id)).rejects.toThrow('no space')
  expect(tokens.list('token')).toHaveLength(1)
  isFull = false
  expect(await tokens.revoke(token.id)).toBe(true)
  expect(tokens.find(secret)).toBeNull()
  expect(kept.size).toBe(0)
})
