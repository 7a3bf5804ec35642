export { compose } from './compose/compose.js'
export { CompositionError, type CompositionFault } from './compose/composition-error.js'
export { drawPlan, type PictureFormat } from './compose/draw-plan.js'
export type { CompositionGraph, ExportSource, GraphInstance, ImportSource } from './compose/graph.js'
export { linkGraph } from './compose/link-graph.js'
export { type LoadComponent, parseGraph } from './compose/parse-graph.js'
export {
  type CompositionPlan,
  type PlannedInstance,
  type PlannedSource,
  planComposition,
} from './compose/plan-composition.js'
export { chainGraph, type NamedComponent, plugGraph } from './compose/plug-graph.js'
