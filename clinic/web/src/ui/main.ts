import { mount } from 'svelte'
import './style.css'
import './print.css'
import App from './App.svelte'
import { app } from './app.svelte'

const target = document.getElementById('app')
if (target) {
  mount(App, { target })
  void app.start()
}
