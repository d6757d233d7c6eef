global using Cocoon.Core;
global using Orleans;
global using Orleans.Runtime;
