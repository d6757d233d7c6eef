namespace Cocoon.LocalRuntime.Tests.Turns;

[GrainType("test-ordered-turns")]
public sealed class OrderedTurnGrain : TurnGrainBase, IOrderedTurnGrain;
