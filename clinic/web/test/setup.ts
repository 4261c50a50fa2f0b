import { prepareNode } from '../src/node/platform'

prepareNode()
