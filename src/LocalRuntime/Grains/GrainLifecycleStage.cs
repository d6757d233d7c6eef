namespace Orleans.Runtime;

/// <summary>Well-known stages of <see cref="IGrainLifecycle"/>.</summary>
public static class GrainLifecycleStage
{
    public const int First = int.MinValue;
    /// <summary>Persistent state is read.</summary>
    public const int SetupState = 1000;
    public const int Activate = 2000;
    public const int Last = int.MaxValue;
}
