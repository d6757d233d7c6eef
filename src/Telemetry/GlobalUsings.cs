global using Cocoon.Core;
global using Orleans;
