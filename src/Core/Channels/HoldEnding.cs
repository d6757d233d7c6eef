namespace Cocoon.Core.Channels;

/// <summary>How a hold was released. Numbers are stored.</summary>
[GenerateSerializer, Alias("cocoon.hold-ending")]
public enum HoldEnding
{
    Posted = 0,
    Voided = 1,
    Expired = 2,
}
