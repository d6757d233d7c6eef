namespace Cocoon.Core;

/// <summary>Why a state machine said no, in words for the person who has to act on it. Never contains a prompt, answer or key.</summary>
/// <param name="Code">Stable name for programs.</param>
/// <param name="Message">One or two sentences: what is wrong and what to do.</param>
[GenerateSerializer, Immutable, Alias("cocoon.refusal")]
public sealed record Refusal([property: Id(0)] RefusalCode Code, [property: Id(1)] string Message);
