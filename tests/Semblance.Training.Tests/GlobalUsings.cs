global using Semblance.Testing;
global using Semblance.Training.Data;
global using Semblance.Training.Loop;
global using Semblance.Training.Losses;
global using Semblance.Training.Networks;
global using Semblance.Training.Siamese;
