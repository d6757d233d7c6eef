namespace Orleans;

/// <summary>Sees every call that leaves.</summary>
public interface IOutgoingGrainCallFilter
{
    Task Invoke(IOutgoingGrainCallContext context);
}
