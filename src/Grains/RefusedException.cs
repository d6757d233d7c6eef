namespace Cocoon.Grains;

/// <summary>A grain said no for a reason the caller can act on. The one exception type that grains throw on purpose.</summary>
[GenerateSerializer, Alias("cocoon.refused")]
public sealed class RefusedException : Exception
{
    public RefusedException(Refusal refusal) : base(refusal.Message) => Refusal = refusal;

    public RefusedException(RefusalCode code, string message) : this(new Refusal(code, message))
    {
    }

    [Id(0)] public Refusal Refusal { get; private set; }

    public RefusalCode Code => Refusal.Code;
}
