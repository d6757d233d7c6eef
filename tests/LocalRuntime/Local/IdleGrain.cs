namespace Cocoon.LocalRuntime.Tests.Local;

public sealed class IdleGrain : IdleGrainBase, IIdleGrain;
