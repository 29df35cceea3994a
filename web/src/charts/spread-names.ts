/**
 * Where names beside a drawing stand, each as near its own place as can be with none over another, in pixels from the
 * top: they keep their order. Answered in the order in which they came.
 */
export function spreadNames(places: readonly number[], { gap, height }: { gap: number; height: number }): number[] {
  const order = places.map((_, index) => index).sort((a, b) => places[a]! - places[b]!)
  /** Names that push each other stand around the middle of their places. */
  const heaps: { members: number[]; top: number }[] = []
  const topOf = (members: readonly number[]) => {
    const length = (members.length - 1) * gap
    const mean = members.reduce((sum, index) => sum + places[index]!, 0) / members.length
    return Math.max(0, Math.min(mean - length / 2, height - length))
  }
  for (const index of order) {
    let heap = { members: [index], top: topOf([index]) }
    for (let last = heaps.at(-1); last && last.top + last.members.length * gap > heap.top; last = heaps.at(-1)) {
      heaps.pop()
      const members = [...last.members, ...heap.members]
      heap = { members, top: topOf(members) }
    }
    heaps.push(heap)
  }
  const placed = [...places]
  for (const { members, top } of heaps) for (const [nth, index] of members.entries()) placed[index] = top + nth * gap
  return placed
}
