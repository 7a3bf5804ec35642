// What workerpool's workers run.
import { worker } from 'workerpool'

worker({ emptyTask: () => {} })
