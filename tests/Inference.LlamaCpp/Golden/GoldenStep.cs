namespace Cocoon.Inference.LlamaCpp.Tests.Golden;

/// <summary>One step: the likeliest token, its lead in logits, and the logits of tokens 0 to 15.</summary>
public sealed record GoldenStep(int Argmax, double Margin, float[] Logits16);
