global using Cocoon.Core;
global using Orleans;
global using Orleans.CodeGeneration;
global using Orleans.Runtime;
