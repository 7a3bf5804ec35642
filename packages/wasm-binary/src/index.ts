export type { Canon, CanonName, CanonOption, StringEncoding } from './component/canon.js'
export { type ComponentNames, encodeComponentNames, readComponentNames } from './component/component-names.js'
export type {
  AliasDefinition,
  AliasTarget,
  CanonDefinition,
  CaseValueType,
  ComponentBinary,
  ComponentCoreType,
  ComponentCustomSection,
  ComponentExternType,
  ComponentFunctionType,
  ComponentTypeDefinition,
  ComponentValueType,
  CoreInlineExport,
  CoreInstanceDefinition,
  CoreInstanceExpression,
  CoreInstantiateArgument,
  CoreModuleDefinition,
  CoreSort,
  CoreTypeDefinition,
  Declaration,
  DefinedType,
  DefinedValueType,
  Definition,
  ExportDeclaration,
  ExportDefinition,
  ExternName,
  ImportDefinition,
  InlineExport,
  InstanceDefinition,
  InstanceExpression,
  InstanceTypeDefinition,
  InstantiateArgument,
  LabeledValueType,
  ModuleDeclaration,
  NameAttribute,
  NestedComponentDefinition,
  PrimitiveValueType,
  ResourceTypeDefinition,
  Sort,
  SortIndex,
  StartDefinition,
  TypeBound,
  TypeDefinition,
  ValueBound,
  ValueDefinition,
} from './component/component-types.js'
export { decodeComponent, isComponent } from './component/decode-component.js'
export { type ComponentContent, encodeComponent } from './component/encode-component.js'
export { type ConstantValue, evaluateConstant } from './constant.js'
export { decodeModule } from './decode-module.js'
export { encodeInstruction, type InstructionCode } from './encode-instruction.js'
export { encodeModule } from './encode-module.js'
export { maximumLocals } from './function-body.js'
export type { BlockType, Catch, Immediate, IndexImmediate, IndexSpace, MemoryArgument } from './immediates.js'
export {
  functionType,
  functionTypeIndex,
  functionTypeIndices,
  globalTypes,
  importedCount,
  memoryTypes,
  subTypes,
  tableTypes,
  tagTypeIndices,
} from './index-spaces.js'
export { decodeInstructions, forEachInstruction, type Instruction, nestingChange } from './instructions.js'
export { extractKernel } from './kernel/extract-kernel.js'
export type {
  ExtractedFunction,
  ExtractedGlobal,
  ExtractedKernel,
  ExtractedStack,
  ExtractedStatic,
} from './kernel/extracted-kernel.js'
export { readKernel } from './kernel/read-kernel.js'
export type {
  AbstractHeapType,
  ArrayType,
  CompositeType,
  CustomSection,
  DataSegment,
  ElementItems,
  ElementSegment,
  Export,
  Expression,
  ExternKind,
  ExternType,
  FieldType,
  FunctionBody,
  FunctionType,
  Global,
  GlobalType,
  HeapType,
  Import,
  LocalGroup,
  MemoryType,
  Module,
  NumericType,
  RecursiveGroup,
  ReferenceType,
  SizeLimits,
  StorageType,
  StructType,
  SubType,
  Table,
  TableType,
  ValueType,
} from './module.js'
export { type ExportedItem, type ModuleInterface, readModuleInterface } from './module-interface.js'
export { encodeNames, type NameMap, type Names, readNames } from './names.js'
export type { OpcodeEntry, Shape } from './opcodes/opcode-table.js'
export { opcodeEntries, opcodeEntry, opcodeOf } from './opcodes/opcodes.js'
export { type IndexMaps, remapInstructions, remapValueType } from './remap-instructions.js'
export { sectionIds, sectionOrder } from './sections.js'
