import { z } from 'zod'

export const WALL_SCENES = ['map', 'rivers', 'air', 'traffic', 'power'] as const
export type WallSceneName = (typeof WALL_SCENES)[number]

/** What a wall shows in turn, and for how long each. */
export const wallSchema = z.strictObject({
  scenes: z
    .array(z.strictObject({ show: z.enum(WALL_SCENES), seconds: z.number().min(5).max(3_600) }))
    .min(1)
    .max(50),
})

export type Wall = z.infer<typeof wallSchema>
export type WallScene = Wall['scenes'][number]

/** The wall of a province that says nothing of it. */
export const PLAIN_WALL: Wall = { scenes: [{ show: 'map', seconds: 60 }] }
