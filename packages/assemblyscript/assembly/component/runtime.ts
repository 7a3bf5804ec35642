// The memory manager and the collector of components: an entry of its own, which the compiler finds their functions by.
import './allocator'
import './collector'
import './abort'
