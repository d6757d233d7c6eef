namespace Orleans.Core.Internal;

/// <summary>An activation that lets calls of one call chain re-enter while a section is open.</summary>
public interface ICallChainReentrantGrainContext
{
    void OnEnterReentrantSection(Guid reentrancyId);

    void OnExitReentrantSection(Guid reentrancyId);
}
