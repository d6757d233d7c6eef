namespace Cocoon.Core.Tests.Models;

/// <summary>The real state machine and a simple model of it, side by side through one history.</summary>
internal interface IModelRun<in TCommand>
{
    /// <exception cref="ModelException">Both do not agree, or an invariant does not hold.</exception>
    void Play(TCommand command);

    /// <summary>What must hold at the end of every history.</summary>
    void Finish();
}
