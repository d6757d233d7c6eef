namespace Cocoon.LocalRuntime.Tests.Local;

[KeepAlive]
public sealed class EternalGrain : IdleGrainBase, IEternalGrain;
