/** The weighted mean of what the models say; null where none of those with a weight speaks. */
export function combine(
  points: ReadonlyMap<string, Float64Array>,
  weights: Readonly<Record<string, number>>,
): Float64Array | null {
  let sum: Float64Array | null = null
  let total = 0
  for (const [name, values] of points) {
    const weight = weights[name] ?? 0
    if (weight === 0) continue
    sum ??= new Float64Array(values.length)
    for (let lead = 0; lead < values.length; lead++) sum[lead]! += weight * values[lead]!
    total += weight
  }
  return sum?.map((value) => value / total) ?? null
}
